/** 16 × 16, drawn with lines in the colour of the text. */
const paths = {
  awaiting: 'M8 10.5V3.5M5 6.5l3-3 3 3M3 12.5h10',
  received: 'M8 2.5v7M5 6.5l3 3 3-3M3 12.5h10',
  processing: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.1',
  stop: 'M5.5 2.5h5l3 3v5l-3 3h-5l-3-3v-5zM8 5v3.6M8 10.8v.1',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14',
  upload: 'M8 10V3M5 6l3-3 3 3M2.5 10v3.5h11V10',
  back: 'M9.5 3.5L5 8l4.5 4.5',
  edit: 'M3 13l.6-2.8 7-7 2.2 2.2-7 7z',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M7 7v4M9 7v4',
  repeat: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  download: 'M8 2.5V10M5 7l3 3 3-3M2.5 10v3.5h11V10',
  filter: 'M2 3.5h12L9.5 9v4.5l-3-1.5V9z',
  up: 'M8 13V3.5M4.5 7L8 3.5 11.5 7',
  down: 'M8 3v9.5M4.5 9L8 12.5 11.5 9',
  film: 'M2.5 3.5h11v9h-11zM5.5 3.5v9M10.5 3.5v9M2.5 8h3M10.5 8h3',
  sound: 'M3 6v4h2.5L9 13V3L5.5 6zM11.5 5.5a3.5 3.5 0 0 1 0 5',
  leave: 'M9.5 2.5h-6v11h6M7 8h7M11.5 5.5L14 8l-2.5 2.5',
  pause: 'M5.5 3v10M10.5 3v10',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
} as const;

export type IconName = keyof typeof paths;

/** Decoration: the text beside it says the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
