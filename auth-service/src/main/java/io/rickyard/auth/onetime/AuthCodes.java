package io.rickyard.auth.onetime;

import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the codes with which a PKCE flow returns to the page that began it. */
public interface AuthCodes {

  /**
   * What a code stands for.
   *
   * @param user who signs in
   * @param method how they proved who they are
   * @param challenge what the verifier has to fit
   * @param links the identity that is linked to the user then; none in most flows
   */
  record Pending(
      UserId user, SignInMethod method, Challenge challenge, @Nullable ProviderProfile links) {}

  /** Keeps one. */
  void add(OpaqueToken code, Pending pending, Instant expiresAt);

  /** Spends one, whether its verifier turns out to fit or not. */
  Optional<Pending> redeem(OpaqueToken code, Instant now);
}
