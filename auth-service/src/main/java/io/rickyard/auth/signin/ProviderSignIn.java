package io.rickyard.auth.signin;

import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.deed.Deeds;
import io.rickyard.auth.provider.Identities;
import io.rickyard.auth.provider.IdentityTaken;
import io.rickyard.auth.provider.ProviderIdentity;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.MessageId;

/**
 * Decides which account opens to whom a provider vouches for:
 *
 * <ol>
 *   <li>The one that the identity is linked to, whatever the provider says of addresses.
 *   <li>Otherwise the address counts, and only one that the provider says is verified. If a
 *       confirmed account has it, the identity is linked to that. If an unconfirmed one has it,
 *       somebody may have made it who does not read that mail: the password is forgotten.
 *   <li>Otherwise an account is made, for whom sign-up is open.
 * </ol>
 */
public final class ProviderSignIn {

  private final Identities identities;
  private final Users users;
  private final SignUp signUp;
  private final Deeds deeds;

  /** Among those users. */
  public ProviderSignIn(Identities identities, Users users, SignUp signUp, Deeds deeds) {
    this.identities = identities;
    this.users = users;
    this.signUp = signUp;
    this.deeds = deeds;
  }

  /** Whose account opens. */
  public ProviderOutcome admit(ProviderProfile profile, Cause cause) {
    var outcome = decidedTwice(profile, cause);
    if (!(outcome instanceof ProviderOutcome.Known)) {
      String why = profile.provider() + ": " + outcome.getClass().getSimpleName();
      deeds.record(cause, "session.open", "unknown", "refused", why);
    }
    return outcome;
  }

  /** Another tab may have been faster, and what it made is found the second time. */
  private ProviderOutcome decidedTwice(ProviderProfile profile, Cause cause) {
    try {
      return decide(profile, cause);
    } catch (IdentityTaken first) {
      try {
        return decide(profile, cause);
      } catch (IdentityTaken second) {
        return new ProviderOutcome.IdentityTaken();
      }
    }
  }

  private ProviderOutcome decide(ProviderProfile profile, Cause cause) {
    var identity = identities.find(profile);
    if (identity.isPresent()) {
      return known(identity.get(), profile, cause);
    }
    var address = profile.verifiedAddress();
    if (address.isEmpty()) {
      return new ProviderOutcome.AddressUnproven();
    }
    var user = users.find(address.get());
    if (user.isPresent()) {
      return linked(user.get(), address.get(), profile, cause);
    }
    return signUp.mayJoin(address.get(), cause)
        ? made(address.get(), profile, cause)
        : new ProviderOutcome.SignUpClosed();
  }

  private ProviderOutcome known(ProviderIdentity identity, ProviderProfile profile, Cause cause) {
    var user = users.find(identity.user());
    if (user.isEmpty()) {
      return new ProviderOutcome.AccountGone();
    }
    if (user.get().banned(cause.at())) {
      return new ProviderOutcome.Banned();
    }
    identities.use(identity, profile, by(identity.user(), cause));
    return new ProviderOutcome.Known(user.get());
  }

  private ProviderOutcome linked(
      User user, EmailAddress address, ProviderProfile profile, Cause cause) {
    if (user.banned(cause.at())) {
      return new ProviderOutcome.Banned();
    }
    var person = by(user.id(), cause);
    if (user.emailConfirmedAt() == null) {
      identities.linkAndConfirm(user.id(), address, profile, person);
    } else {
      identities.link(user.id(), profile, person);
    }
    return again(user.id());
  }

  private ProviderOutcome made(EmailAddress address, ProviderProfile profile, Cause cause) {
    var wanted =
        new NewUser(
            new UserId(MessageId.next().value()), address, null, true, false, profile.data(), "{}");
    return new ProviderOutcome.Known(identities.create(wanted, profile, by(wanted.id(), cause)));
  }

  /** Whether linking an identity to an account could be done now. */
  public ProviderOutcome mayLink(UserId id, ProviderProfile profile, Cause cause) {
    var user = users.find(id);
    if (user.isEmpty()) {
      return new ProviderOutcome.AccountGone();
    }
    if (user.get().banned(cause.at())) {
      return new ProviderOutcome.Banned();
    }
    if (identities.find(profile).isPresent()) {
      return new ProviderOutcome.IdentityTaken();
    }
    if (user.get().anonymous()) {
      var address = profile.verifiedAddress();
      if (address.isEmpty()) {
        return new ProviderOutcome.AddressUnproven();
      }
      if (users.find(address.get()).isPresent()) {
        return new ProviderOutcome.IdentityTaken();
      }
    }
    return new ProviderOutcome.Known(user.get());
  }

  /**
   * Links an identity to an account whose owner asked for that. Somebody without an address gets
   * the one that the provider vouches for.
   */
  public ProviderOutcome link(UserId id, ProviderProfile profile, Cause cause) {
    var may = mayLink(id, profile, cause);
    if (!(may instanceof ProviderOutcome.Known(User user))) {
      return may;
    }
    try {
      var address = profile.verifiedAddress();
      if (user.anonymous() && address.isPresent()) {
        identities.linkAndConfirm(id, address.get(), profile, by(id, cause));
      } else {
        identities.link(id, profile, by(id, cause));
      }
    } catch (IdentityTaken _) {
      return new ProviderOutcome.IdentityTaken();
    }
    return again(id);
  }

  private ProviderOutcome again(UserId id) {
    return users
        .find(id)
        .<ProviderOutcome>map(ProviderOutcome.Known::new)
        .orElseGet(ProviderOutcome.AccountGone::new);
  }

  private static Cause by(UserId user, Cause cause) {
    return cause.by(new Actor(Actor.Kind.PERSON, user.toString(), null));
  }
}
