import zoeklicht from 'zoeklicht/docusaurus';

export default {
  title: 'Gemeente', url: 'https://example.org', baseUrl: '/gemeente/', i18n: { defaultLocale: 'nl', locales: ['nl'] },
  presets: [['classic', { docs: { routeBasePath: '/', sidebarPath: false }, blog: false }]],
  plugins: [zoeklicht],
  headTags: [{ tagName: 'link', attributes: { rel: 'icon', href: 'data:,' } }],
};
