package io.rickyard.auth.account;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps users. */
public interface Users {

  /** The user of that id. */
  Optional<User> find(UserId id);

  /** The user of that address. */
  Optional<User> find(EmailAddress email);

  /** Those of the ids that exist. */
  List<User> all(Collection<UserId> ids);

  /** A page of all users, the oldest first; pages count from 1. */
  List<User> page(int page, int perPage);

  /** How many there are. */
  long count();

  /** Makes a user with a confirmed address; throws {@link EmailTaken}. */
  User create(EmailAddress email, @Nullable PasswordHash password, Cause cause);

  /** Makes a user if there is none at all, however many try at once. */
  Optional<User> createFirst(EmailAddress email, PasswordHash password, Cause cause);

  /**
   * Changes a user. A new password ends every session but the one that stays; a ban ends all of
   * them, and every token.
   *
   * @return the user after it, or nothing when there is none of that id
   * @throws EmailTaken when somebody else has the address
   */
  Optional<User> update(UserId id, UserChange change, @Nullable SessionId stays, Cause cause);
}
