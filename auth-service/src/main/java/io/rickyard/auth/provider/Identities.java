package io.rickyard.auth.provider;

import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps which accounts at providers open which accounts here. */
public interface Identities {

  /** Who is known by this account at a provider. */
  Optional<ProviderIdentity> find(ProviderProfile profile);

  /** Somebody's, the oldest first. */
  List<ProviderIdentity> of(UserId user);

  /**
   * Makes a user whom the provider vouches for, with that identity.
   *
   * @throws IdentityTaken when the identity or the address has an account in the meantime
   */
  User create(NewUser wanted, ProviderProfile profile, Cause cause);

  /**
   * Lets an account at a provider open an account here from now on.
   *
   * @throws IdentityTaken when it opens one already
   */
  void link(UserId user, ProviderProfile profile, Cause cause);

  /**
   * Links to an account whose address nobody had confirmed, or that had none: the provider vouches
   * for it. A password that was chosen before is forgotten, since somebody else may have chosen it.
   *
   * @throws IdentityTaken when the identity opens an account already, or the address has one
   */
  void linkAndConfirm(UserId user, EmailAddress address, ProviderProfile profile, Cause cause);

  /** Notes that an identity opened its account, and what the provider said this time. */
  void use(ProviderIdentity identity, ProviderProfile profile, Cause cause);

  /**
   * Lets an identity open the account no more.
   *
   * @param id the identity's; the user's own id means the address, with its password
   */
  Unlinking unlink(UserId user, UUID id, Cause cause);
}
