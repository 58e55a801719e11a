/*
 * Paths of what people open in a browser, for the code that serves it and for API Gateway, which is told
 * the same. None needs a key: the files are the same for everybody, and what they ask the API for does.
 */

/** Files of swagger-ui-dist that the page of the API needs; its other 20 MB are not served. */
export const swaggerUiFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** As templates of API Gateway: `{file}` is one part of a path. */
export const pagePaths = ['/', '/{file}', '/docs', '/docs/{file}'] as const;
