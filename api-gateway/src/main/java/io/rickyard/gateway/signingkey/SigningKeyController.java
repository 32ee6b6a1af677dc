package io.rickyard.gateway.signingkey;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.AuthClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Keys that sign access tokens: next, current and previous. */
@Controller("/v1/signing-keys")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "signing keys")
final class SigningKeyController {

  private final AuthClient auth;

  SigningKeyController(AuthClient auth) {
    this.auth = auth;
  }

  @Get
  @Operation(summary = "List the keys that sign access tokens, for administrators")
  HttpResponse<byte[]> list(@Parameter(hidden = true) Call call) {
    return answered(auth.signingKeys(call));
  }

  @Post("/rotate")
  @Operation(
      summary = "Let the next key sign, for administrators",
      description =
          "No valid token is refused by it: 409 while one that the previous key signed may still be"
              + " valid, or where the next key is younger than five minutes.")
  HttpResponse<byte[]> rotate(@Parameter(hidden = true) Call call) {
    return answered(auth.rotateSigningKeys(call));
  }

  @Delete("/{id}")
  @Operation(
      summary = "Revoke a key, for administrators",
      description =
          "Access tokens that it signed are refused at once and open streams end; sessions go on"
              + " with their refresh tokens. In place of the current key next signs.")
  HttpResponse<byte[]> revoke(String id, @Parameter(hidden = true) Call call) {
    return answered(auth.revokeSigningKey(id, call));
  }

  private static HttpResponse<byte[]> answered(Answer answer) {
    return HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
