import zoeklicht from 'zoeklicht/vite';

export default { plugins: [zoeklicht()], build: { rollupOptions: { input: ['index.html', 'afval.html'] } } };
