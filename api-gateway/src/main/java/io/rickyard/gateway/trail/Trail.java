package io.rickyard.gateway.trail;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.gateway.upstream.AuditClient;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Pages of the trail, as JSON or as lines of it. Whoever asks was checked before. */
@Singleton
final class Trail {

  static final String LINES = "application/x-ndjson";

  /** Where the next page of an export begins: lines have no room for it. */
  static final String NEXT = "Rickyard-Next";

  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final int MOST_LINES = 5_000;

  private final AuditClient audit;

  Trail(AuditClient audit) {
    this.audit = audit;
  }

  HttpResponse<byte[]> page(HttpParameters query, @Nullable OrganizationId organization) {
    var answer = audit.search(AuditQuery.of(query, organization, USUAL, MOST));
    return unstored(HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE));
  }

  HttpResponse<byte[]> lines(HttpParameters query, @Nullable OrganizationId organization) {
    var page =
        audit.search(AuditQuery.of(query, organization, MOST_LINES, MOST_LINES)).as(JsonNode.class);
    var lines = new ByteArrayOutputStream();
    for (JsonNode entry : page.path("data")) {
      lines.writeBytes(entry.toString().getBytes(StandardCharsets.UTF_8));
      lines.write('\n');
    }
    var response = HttpResponse.ok(lines.toByteArray()).contentType(LINES);
    if (page.path("next").isTextual()) {
      response.header(NEXT, page.path("next").textValue());
    }
    return unstored(response);
  }

  private static HttpResponse<byte[]> unstored(MutableHttpResponse<byte[]> response) {
    return response.header("Cache-Control", "no-store");
  }
}
