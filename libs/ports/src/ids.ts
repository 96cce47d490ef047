/** Source of new identifiers. */
export interface Ids {
  /** A UUID version 7 (RFC 9562): unique, and later ones sort after earlier ones. */
  next(): string;
}
