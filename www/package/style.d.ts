// An import of a style sheet gives nothing.
export {};
