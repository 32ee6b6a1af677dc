package io.rickyard.auth.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.core.convert.format.MapFormat;
import io.rickyard.auth.token.Identity;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the services show to get a token of their own, from {@code rickyard.internal.secrets.*}. */
@Singleton
final class ServiceSecrets {

  private final Map<String, String> secrets;

  ServiceSecrets(
      @Nullable
          @Property(name = "rickyard.internal.secrets")
          @MapFormat(transformation = MapFormat.MapTransformation.FLAT)
          Map<String, String> secrets) {
    this.secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
  }

  Identity.OfService identify(String service, String secret) {
    String expected = secrets.get(service);
    if (expected == null || !same(expected, secret)) {
      throw new RequestRefused(ErrorCode.INVALID_TOKEN, "Service and secret do not fit");
    }
    return new Identity.OfService(service);
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
