package io.rickyard.auth.account;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import java.util.Collection;
import java.util.List;

/** Keeps which accounts administer the installation. There is always one, once there was one. */
public interface InstallationAdministrators {

  /** What became of taking the right from somebody. */
  enum Unmade {
    /** They have it no more. */
    DONE,
    /** They did not have it. */
    WAS_NONE,
    /** They have it still: nobody else does. */
    IS_LAST
  }

  /** All of them, the oldest account first. */
  List<User> all();

  /** Whether somebody is one. */
  boolean include(UserId user);

  /** Makes somebody one; does nothing more for somebody who is. */
  void make(UserId user, Cause cause);

  /** Takes the right from somebody. */
  Unmade unmake(UserId user, Cause cause);

  /** Makes those with these confirmed addresses administrators; returns how many were none yet. */
  int make(Collection<EmailAddress> addresses, Cause cause);
}
