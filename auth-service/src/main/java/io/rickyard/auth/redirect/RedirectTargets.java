package io.rickyard.auth.redirect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages to which a link may lead, since what it brings there signs in: the installation's own
 * and those that are set. A page is allowed when scheme, host and port are an allowed one's and its
 * path begins with that one's, segment by segment.
 */
public final class RedirectTargets {

  private static final Pattern DANGEROUS = Pattern.compile("[\\s\\\\\\p{Cntrl}]|%(?:2e|2f|5c|00)");

  private final URI home;
  private final List<URI> allowed;

  /**
   * Targets of an installation.
   *
   * @throws IllegalArgumentException when one of them is no absolute http or https address
   */
  public RedirectTargets(String home, List<String> more) {
    this.home = parsed(home).orElseThrow(() -> wrong(home));
    List<URI> all = new ArrayList<>();
    all.add(this.home);
    for (String target : more) {
      all.add(parsed(target.strip()).orElseThrow(() -> wrong(target)));
    }
    this.allowed = List.copyOf(all);
  }

  /** The page that was asked for, if it is allowed; the installation's own otherwise. */
  public URI orHome(@Nullable String asked) {
    return asked == null || asked.isBlank()
        ? home
        : parsed(asked).filter(this::allows).orElse(home);
  }

  private boolean allows(URI asked) {
    return allowed.stream().anyMatch(target -> sameOrigin(target, asked) && below(target, asked));
  }

  private static boolean sameOrigin(URI target, URI asked) {
    return target.getScheme().equalsIgnoreCase(asked.getScheme())
        && target.getHost().equalsIgnoreCase(asked.getHost())
        && port(target) == port(asked);
  }

  private static boolean below(URI target, URI asked) {
    String path =
        target.getRawPath().endsWith("/") ? target.getRawPath() : target.getRawPath() + "/";
    return (asked.getRawPath() + "/").startsWith(path);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  /** Without a fragment, which the answer needs for itself. */
  private static Optional<URI> parsed(String text) {
    if (DANGEROUS.matcher(text.toLowerCase(Locale.ROOT)).find()) {
      return Optional.empty();
    }
    try {
      int fragment = text.indexOf('#');
      var uri = new URI(fragment < 0 ? text : text.substring(0, fragment));
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean good =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && Stream.of(uri.getRawPath().split("/", -1))
                  .noneMatch(segment -> segment.equals("..") || segment.equals("."));
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static IllegalArgumentException wrong(String target) {
    return new IllegalArgumentException("is no absolute http or https address: " + target);
  }
}
