import { defineConfig } from 'astro/config';
import zoeklicht from 'zoeklicht/astro';

export default defineConfig({ integrations: [zoeklicht()], devToolbar: { enabled: false } });
