package io.rickyard.auth.http;

import io.micronaut.context.env.Environment;
import io.rickyard.auth.token.Identity;
import io.rickyard.service.NamedSettings;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** What the services show to get a token of their own, from {@code rickyard.internal.secrets.*}. */
@Singleton
final class ServiceSecrets {

  private final Map<String, String> secrets;

  ServiceSecrets(Environment environment) {
    this.secrets = NamedSettings.under(environment, "rickyard.internal.secrets");
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
