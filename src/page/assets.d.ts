/** Style sheets are handed to the bundler, which makes one file of them. */
declare module '*.css';
