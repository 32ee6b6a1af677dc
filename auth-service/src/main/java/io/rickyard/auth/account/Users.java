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

  /** Makes a user; throws {@link EmailTaken}. */
  User create(NewUser wanted, Cause cause);

  /**
   * Makes a user if there is none at all, however many try at once. They administer the
   * installation.
   */
  Optional<User> createFirst(EmailAddress email, PasswordHash password, Cause cause);

  /**
   * Changes a user. A new password ends every session but the one that stays; a ban ends all of
   * them, and every token.
   *
   * @return the user after it, or nothing when there is none of that id
   * @throws EmailTaken when somebody else has the address
   */
  Optional<User> update(UserId id, UserChange change, @Nullable SessionId stays, Cause cause);

  /**
   * Confirms an address that is still the user's.
   *
   * @param keepsPassword whether a password stays that was chosen before the address was confirmed;
   *     somebody else may have chosen it
   * @return the user after it, or nothing when the address is not theirs any more
   */
  Optional<User> confirm(UserId id, EmailAddress address, boolean keepsPassword, Cause cause);

  /** Notes the address that somebody wants; a wish for another one is forgotten. */
  void wishForEmail(UserId id, EmailAddress wanted, Cause cause);

  /**
   * Lets one side agree to the change of an address.
   *
   * @param address the side that agrees: the present or the new address
   * @throws EmailTaken when somebody else has got the address in the meantime
   */
  EmailAgreement agreeToEmail(UserId id, EmailAddress address, Cause cause);

  /** Deletes a user with all sessions and tokens; false when there is none of that id. */
  boolean delete(UserId id, Cause cause);
}
