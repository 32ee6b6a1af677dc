package io.rickyard.gateway.login;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.LoginRequestsClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What somebody decides about a program that asks. Sessions only: a token makes no tokens here. */
@Controller("/v1/login/requests/{name}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "login")
final class LoginDecisionController {

  private final LoginRequestsClient logins;

  LoginDecisionController(LoginRequestsClient logins) {
    this.logins = logins;
  }

  @Get
  @Operation(
      summary =
          "See who asks under a user code, or under the name that the address of the page has")
  HttpResponse<byte[]> show(String name, @Parameter(hidden = true) Call call) {
    return answered(logins.show(name, call));
  }

  @Post("/approve")
  @Operation(
      summary = "Let a program act with all of one's rights",
      description =
          "It can fetch its token within a minute, while the session stands. location is where the"
              + " browser goes on, where the program waits for it there.")
  HttpResponse<byte[]> approve(String name, @Parameter(hidden = true) Call call) {
    return answered(logins.approve(name, call));
  }

  @Post("/refuse")
  @Operation(summary = "Refuse a program")
  HttpResponse<byte[]> refuse(String name, @Parameter(hidden = true) Call call) {
    return answered(logins.refuse(name, call));
  }

  private static HttpResponse<byte[]> answered(Answer answer) {
    return HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
