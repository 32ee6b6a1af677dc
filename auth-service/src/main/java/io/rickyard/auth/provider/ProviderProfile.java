package io.rickyard.auth.provider;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.EmailAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of somebody. The subject means something only together with who issued it: a
 * provider whose issuer is set anew knows other people.
 *
 * @param provider which provider
 * @param issuer who vouches
 * @param subject who it is there; never given to anybody else
 * @param email the address it names, in whatever form it has there
 * @param emailVerified whether it says that the address was found to be theirs
 * @param data what of it is kept and shown, a JSON object
 */
public record ProviderProfile(
    String provider,
    String issuer,
    String subject,
    @Nullable String email,
    boolean emailVerified,
    String data) {

  private static final int LONGEST_SUBJECT = 255;

  /** Checks that nothing required is missing and that the subject has the length of one. */
  public ProviderProfile {
    requireNonNull(provider, "provider");
    requireNonNull(issuer, "issuer");
    requireNonNull(data, "data");
    if (requireNonNull(subject, "subject").isBlank() || subject.length() > LONGEST_SUBJECT) {
      throw new IllegalArgumentException("A subject has 1 to 255 characters");
    }
  }

  /** The address, if the provider says that it is verified and it is one. */
  public Optional<EmailAddress> verifiedAddress() {
    if (email == null || !emailVerified || hasLookalikes(email)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new EmailAddress(email));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Characters beyond ASCII that become others in lower case, such as the Kelvin sign: an address
   * with one is another's at the provider, and would be somebody's here.
   */
  private static boolean hasLookalikes(String text) {
    return text.codePoints().anyMatch(c -> c > 127 && Character.toLowerCase(c) != c);
  }

  @Override
  public String toString() {
    return "ProviderProfile[" + provider + "]";
  }
}
