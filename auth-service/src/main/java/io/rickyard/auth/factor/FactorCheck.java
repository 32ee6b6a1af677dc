package io.rickyard.auth.factor;

/** What became of a code for a factor. */
public enum FactorCheck {
  /** It fitted. */
  FITS,
  /** It did not fit, or was used before. */
  WRONG,
  /** There is no such challenge, or it is too old, or of another session. */
  NO_CHALLENGE
}
