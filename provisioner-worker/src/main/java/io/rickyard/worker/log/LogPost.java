package io.rickyard.worker.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.worker.stack.LogLine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Hands lines to a stack's log collector, as its blueprint says: an object a line. */
final class LogPost implements AutoCloseable {

  /** Who hands them over; the blueprint of the log collector names the same. */
  private static final String USER = "rickyard";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  void post(InetSocketAddress intake, String password, List<LogLine> lines)
      throws IOException, InterruptedException {
    var body = new StringBuilder();
    for (var line : lines) {
      body.append(json(line)).append('\n');
    }
    var login = Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(UTF_8));
    var request =
        HttpRequest.newBuilder(
                URI.create("http://%s:%d/".formatted(intake.getHostString(), intake.getPort())))
            .timeout(PATIENCE)
            .header("Authorization", "Basic " + login)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("The log collector answers " + status);
    }
  }

  private static String json(LogLine line) throws JsonProcessingException {
    return ContractJson.mapper()
        .writeValueAsString(
            Map.of(
                "service",
                line.service(),
                "message",
                line.text(),
                "timestamp",
                line.at().toString()));
  }

  @Override
  public void close() {
    http.close();
  }
}
