package io.rickyard.gateway.session;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Tickets for who can send no header when a stream is opened. */
@Controller("/v1/stream-tickets")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "events")
final class StreamTicketController {

  private final AuthClient auth;

  StreamTicketController(AuthClient auth) {
    this.auth = auth;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Get a ticket that opens one stream within half a minute")
  HttpResponse<byte[]> create(@Parameter(hidden = true) Call call) {
    return HttpResponse.<byte[]>created(auth.streamTicket(call).body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
