package io.rickyard.auth.session;

/** Which of somebody's sessions are meant. */
public enum Scope {
  /** All of them. */
  GLOBAL,
  /** This one. */
  LOCAL,
  /** All but this one. */
  OTHERS
}
