package io.rickyard.service.identity;

import io.micronaut.context.annotation.Property;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who administers the installation itself, by the address of their account: those of {@code
 * rickyard.installation.administrators}, and without that setting the first user.
 */
@Singleton
public final class Administrators {

  private static final String FIRST = "admin@localhost";

  private final Set<String> addresses;

  Administrators(
      @Nullable @Property(name = "rickyard.installation.administrators") List<String> addresses,
      @Property(name = "rickyard.bootstrap.administrator.email", defaultValue = FIRST)
          String first) {
    this.addresses =
        (addresses == null || addresses.isEmpty() ? List.of(first) : addresses)
            .stream()
                .map(address -> address.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
  }

  /** Those with these addresses. */
  public static Administrators of(String... addresses) {
    return new Administrators(List.of(addresses), FIRST);
  }

  /** Whether a caller is one; a token that is limited to scopes never is. */
  public boolean include(Caller caller) {
    String email = caller.email();
    return caller.kind() != Caller.Kind.SERVICE
        && caller.scopes().isEmpty()
        && email != null
        && addresses.contains(email.toLowerCase(Locale.ROOT));
  }

  /** Refuses everybody else. */
  public void require(Caller caller) {
    if (!include(caller)) {
      throw new RequestRefused(
          ErrorCode.FORBIDDEN, "This is for the administrators of the installation");
    }
  }
}
