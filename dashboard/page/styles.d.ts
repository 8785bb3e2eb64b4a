/** What esbuild makes of a style sheet is not for TypeScript to know. */
declare module '*.css';
