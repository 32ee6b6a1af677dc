package io.rickyard.auth.password;

import org.jspecify.annotations.Nullable;

/** Computes password hashes. Each takes a good part of a second; callers wait for it. */
public interface PasswordHasher {

  /**
   * The hash of a password under a new salt.
   *
   * @throws HashingBusy when too many wait already
   */
  PasswordHash hash(String password);

  /**
   * Whether the password is the hash's. Without a hash (no such user) it takes as long and is
   * false.
   *
   * @throws HashingBusy when too many wait already
   */
  boolean matches(String password, @Nullable PasswordHash hash);
}
