import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

const ticketSchema = z.object({
  key: z.string(),
  /** Present for one part of an upload in parts. */
  part: z.object({ uploadId: z.string(), partNumber: z.int().min(1).max(10_000) }).optional(),
  /** Present for a whole object: what its bytes were declared to be. */
  declared: z.object({ sizeBytes: z.int(), contentType: z.string() }).optional(),
  /** Present where the object may be read, and nothing stored: the media type that it is sent under. */
  readAs: z.string().optional(),
  expiresAtMs: z.int(),
});

/** What the holder of a signed URL may do. */
export type Ticket = z.infer<typeof ticketSchema>;

/** Signs tickets into URL-safe text and reads them back, as S3 does with presigned URLs. */
export class TicketSigner {
  constructor(private readonly secret: string) {}

  sign(ticket: Ticket): string {
    const payload = Buffer.from(JSON.stringify(ticket)).toString('base64url');
    return `${payload}.${this.signatureOf(payload).toString('base64url')}`;
  }

  /** Null when the text was not signed here, was changed, or has expired. */
  verify(text: string, nowMs = Date.now()): Ticket | null {
    const [payload = '', signature = ''] = text.split('.');
    const expected = this.signatureOf(payload);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const ticket = ticketSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return nowMs < ticket.expiresAtMs ? ticket : null;
  }

  private signatureOf(payload: string): Buffer {
    return createHmac('sha256', this.secret).update(payload).digest();
  }
}
