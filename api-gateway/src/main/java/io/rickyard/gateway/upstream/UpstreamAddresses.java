package io.rickyard.gateway.upstream;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the internal services listen; every one must be set. */
@Context
public record UpstreamAddresses(Map<Upstream, URI> addresses) {

  /** Copies the map. */
  public UpstreamAddresses {
    addresses = Map.copyOf(addresses);
  }

  /** Reads the settings. */
  @Inject
  public UpstreamAddresses(Environment environment) {
    this(
        Arrays.stream(Upstream.values())
            .collect(Collectors.toMap(Function.identity(), service -> read(environment, service))));
  }

  /** The address of a path, which starts with a slash, in a service. */
  public URI resolve(Upstream service, String path) {
    URI base = addresses.get(service);
    if (base == null) {
      throw new IllegalStateException(service.setting() + " was checked at the start");
    }
    return URI.create(base + path);
  }

  private static URI read(Environment environment, Upstream service) {
    String key = service.setting();
    String text =
        environment
            .getProperty(key, String.class)
            .orElseThrow(() -> new InvalidSetting(key, "is missing"));
    try {
      return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(key, "is no address: " + text, e);
    }
  }
}
