package io.rickyard.gateway.letter;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.LetterClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Messages that consumers gave up; tasks that were given up are dead letters. */
@Controller("/v1/dead-messages")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "dead messages")
final class LetterController {

  private static final String REPLAY = "replay";
  private static final String DROP = "drop";

  private final LetterClient letters;

  LetterController(LetterClient letters) {
    this.letters = letters;
  }

  @Get
  @Operation(
      summary = "List the messages that consumers gave up, for administrators",
      description =
          "Topic by topic, the oldest first. topic and state take several values with commas;"
              + " without state only those that wait. next is there when there may be more, also on"
              + " an empty page.",
      parameters = {
        @Parameter(name = "topic", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "consumer", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "cause", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "state", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(
            name = "given_up_after",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "string")),
        @Parameter(
            name = "given_up_before",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "string")),
        @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
        @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
      })
  HttpResponse<byte[]> list(
      @Parameter(hidden = true) HttpRequest<?> request, @Parameter(hidden = true) Call call) {
    return json(letters.list(LetterPaths.parameters(request.getParameters()), call));
  }

  @Get("/{id}")
  @Operation(
      summary = "Get a message that a consumer gave up: cause, origin, headers, size and hash",
      description = "Never its body, which may hold what is not an administrator's to read.")
  HttpResponse<byte[]> get(String id, @Parameter(hidden = true) Call call) {
    return json(letters.get(LetterPaths.letter(id), call));
  }

  @Post("/{id}/replay")
  @Operation(
      summary = "Publish a message again as it first was, once its cause is mended",
      description = "409 conflict when it was replayed or dropped before.")
  HttpResponse<byte[]> replay(String id, @Parameter(hidden = true) Call call) {
    return json(letters.handle(LetterPaths.letter(id), REPLAY, call));
  }

  @Post("/{id}/drop")
  @Operation(
      summary = "Say that nobody needs a message any more; it leaves the list",
      description = "409 conflict when it was replayed or dropped before.")
  HttpResponse<byte[]> drop(String id, @Parameter(hidden = true) Call call) {
    return json(letters.handle(LetterPaths.letter(id), DROP, call));
  }

  @Post("/replay")
  @Operation(summary = "Publish again what a filter finds, each message once")
  HttpResponse<byte[]> replayMany(
      @Body @Nullable ManyLetters body, @Parameter(hidden = true) Call call) {
    return json(letters.handleMany(REPLAY, given(body), call));
  }

  @Post("/drop")
  @Operation(summary = "Drop what a filter finds")
  HttpResponse<byte[]> dropMany(
      @Body @Nullable ManyLetters body, @Parameter(hidden = true) Call call) {
    return json(letters.handleMany(DROP, given(body), call));
  }

  private static ManyLetters given(@Nullable ManyLetters body) {
    return body == null ? new ManyLetters(null, null, null, null) : body;
  }

  private static HttpResponse<byte[]> json(Answer answer) {
    return HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
