// What an import of a WebAssembly file gives, where a bundler makes it an address.
declare const address: string;
export default address;
