package io.rickyard.gateway.mail;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Messages that an installation without a mail server keeps. */
@Controller("/v1/mails")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "mail")
final class MailController {

  private final AuthClient auth;

  MailController(AuthClient auth) {
    this.auth = auth;
  }

  @Get
  @Operation(
      summary = "List the mail that stayed here, the newest first, for administrators",
      description =
          "404 where mail leaves by SMTP or there is none. The messages hold links and codes that"
              + " sign people in.")
  HttpResponse<byte[]> list(
      @Nullable @QueryValue Integer limit, @Parameter(hidden = true) Call call) {
    return HttpResponse.ok(auth.mails(limit, call).body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
