package io.rickyard.service;

/** A setting that a service cannot start with; the message names its key. */
public final class InvalidSetting extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Says which key and what is wrong with it. */
  public InvalidSetting(String key, String what) {
    super("Setting " + key + " " + what);
  }

  /** Says which key, what is wrong with it, and how that was found. */
  public InvalidSetting(String key, String what, Throwable cause) {
    super("Setting " + key + " " + what, cause);
  }
}
