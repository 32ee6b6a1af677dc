package io.rickyard.auth.account;

/** What became of a change of address when one side agreed. */
public enum EmailAgreement {
  /** Both have agreed: the address has changed. */
  CHANGED,
  /** The other side has yet to agree. */
  HALF,
  /** Nobody asks for this change any more. */
  OVER
}
