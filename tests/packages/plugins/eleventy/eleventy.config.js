import zoeklicht from 'zoeklicht/eleventy';

export default (config) => {
  config.addPlugin(zoeklicht);
};
