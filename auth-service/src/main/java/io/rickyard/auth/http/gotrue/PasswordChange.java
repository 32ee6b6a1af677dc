package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.password.PasswordHasher;
import io.rickyard.auth.password.PasswordRules;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Hashes a new password after it was found to be good enough and new. */
@Singleton
final class PasswordChange {

  private final PasswordHasher hasher;

  PasswordChange(PasswordHasher hasher) {
    this.hasher = hasher;
  }

  @Nullable PasswordHash hash(@Nullable String password, @Nullable User present) {
    if (password == null) {
      return null;
    }
    check(password, present == null ? "" : present.emailText());
    if (present != null && hasher.matches(password, present.password())) {
      throw new GoTrueRefusal(
          GoTrueError.SAME_PASSWORD, "New password should be different from the old password.");
    }
    return hasher.hash(password);
  }

  /** Refuses a password that will not do for whoever has this address. */
  static void check(String password, String address) {
    var complaints = PasswordRules.complaints(password, address);
    if (!complaints.isEmpty()) {
      throw GoTrueRefusal.weakPassword(complaints);
    }
  }

  /** Whoever gives the present password must give the right one. */
  void confirm(@Nullable String given, User user) {
    if (given != null && !hasher.matches(given, user.password())) {
      throw new GoTrueRefusal(GoTrueError.INVALID_CREDENTIALS, "The current password does not fit");
    }
  }
}
