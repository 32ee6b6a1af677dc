package io.rickyard.auth.deed;

import org.jspecify.annotations.Nullable;

/** Records deeds that change nothing here themselves, such as a refused sign-in. */
public interface Deeds {

  /**
   * Records one.
   *
   * @param cause who, when, from where
   * @param action what, as {@code noun.verb}
   * @param target the id of what it was done to
   * @param outcome {@code accepted}, {@code done} or {@code refused}
   * @param detail what else matters; holds no secret
   */
  void record(Cause cause, String action, String target, String outcome, @Nullable String detail);
}
