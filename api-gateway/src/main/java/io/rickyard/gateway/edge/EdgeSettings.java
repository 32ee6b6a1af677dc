package io.rickyard.gateway.edge;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Under which names the gateway is reached, and from which other origins.
 *
 * @param hosts the host names it answers to, without ports
 * @param publicUrl where callers find it; with https, a proxy in front does the encryption
 * @param origins the other web origins that may call with a token of their own
 */
@Context
public record EdgeSettings(Set<String> hosts, @Nullable URI publicUrl, Set<String> origins) {

  private static final String PUBLIC_URL = "rickyard.gateway.public-url";

  /** Copies the sets. */
  public EdgeSettings {
    hosts = Set.copyOf(hosts);
    origins = Set.copyOf(origins);
  }

  /** Reads the settings. */
  @Inject
  public EdgeSettings(
      @Value("${rickyard.gateway.hosts:`localhost,127.0.0.1,[::1]`}") List<String> hosts,
      @Value("${rickyard.gateway.public-url:}") String publicUrl,
      @Value("${rickyard.installation.url:}") String installationUrl,
      @Value("${rickyard.gateway.origins:}") List<String> origins) {
    this(
        hosts.stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()),
        address(publicUrl.isBlank() ? installationUrl : publicUrl),
        origins.stream()
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether requests for this host name are meant for us. */
  public boolean serves(@Nullable String host) {
    return host != null && (hosts.contains(host) || publicHost(host));
  }

  boolean publicHttps() {
    return publicUrl != null && "https".equals(publicUrl.getScheme());
  }

  boolean publicHost(@Nullable String host) {
    return publicUrl != null && publicUrl.getHost().equalsIgnoreCase(host);
  }

  private static @Nullable URI address(String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      URI address = URI.create(text);
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(PUBLIC_URL, "is no address: " + text, e);
    }
    throw new InvalidSetting(PUBLIC_URL, "is no http or https address with a host: " + text);
  }
}
