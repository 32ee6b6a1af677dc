package io.rickyard.gateway.login;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** Where the doors are, for programs that know only the installation's address (RFC 8414). */
@Controller("/.well-known/oauth-authorization-server")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "login")
final class ServerMetadataController {

  private final ServerMetadata metadata;

  ServerMetadataController(
      @Property(name = "rickyard.installation.url", defaultValue = "http://localhost:8000")
          String url) {
    this.metadata = ServerMetadata.of(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  @Get
  @Operation(summary = "The authorization server's metadata")
  ServerMetadata get() {
    return metadata;
  }

  /** The metadata, in the RFC's names. */
  record ServerMetadata(
      String issuer,
      String authorizationEndpoint,
      String tokenEndpoint,
      String deviceAuthorizationEndpoint,
      List<String> responseTypesSupported,
      List<String> grantTypesSupported,
      List<String> codeChallengeMethodsSupported,
      List<String> tokenEndpointAuthMethodsSupported) {

    static ServerMetadata of(String url) {
      return new ServerMetadata(
          url,
          url + "/v1/login/authorize",
          url + "/v1/login/token",
          url + "/v1/login/device",
          List.of("code"),
          List.of("authorization_code", "urn:ietf:params:oauth:grant-type:device_code"),
          List.of("S256"),
          List.of("none"));
    }
  }
}
