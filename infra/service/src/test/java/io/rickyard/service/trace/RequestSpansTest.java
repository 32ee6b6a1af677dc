package io.rickyard.service.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.rickyard.service.RunningService;
import io.rickyard.service.ServiceDefinition;
import io.rickyard.testing.CollectedSpan;
import io.rickyard.testing.SpanCollector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestSpansTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SHOWN = "00-" + TRACE + "-" + PARENT + "-01";

  private SpanCollector collector;

  @BeforeEach
  void start() throws Exception {
    collector = SpanCollector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void requestIsShownByItsRouteWithItsStatusAndItsCodeButWithoutItsQuery() throws Exception {
    // when
    try (var service = service(Map.of())) {
      get(service, "/sample/busy?ticket=hunter2", SHOWN);
    }

    // then
    assertThat(collector.spans()).hasSize(1);
    var seen = collector.spans().getFirst();
    assertThat(seen)
        .isEqualTo(
            new CollectedSpan(
                "sample-service",
                TRACE,
                seen.id(),
                PARENT,
                List.of(),
                "server",
                "GET /sample/busy",
                "busy",
                Map.of(
                    "http.request.method",
                    "GET",
                    "http.route",
                    "/sample/busy",
                    "url.path",
                    "/sample/busy",
                    "http.response.status_code",
                    "503",
                    "rickyard.refusal",
                    "busy",
                    "error.type",
                    "busy")));
  }

  @Test
  void mistakeOfTheCallerIsNoFailureOfTheService() throws Exception {
    // when
    try (var service = service(Map.of())) {
      get(service, "/nowhere", SHOWN);
      get(service, "/sample/secret", SHOWN);
    }

    // then
    assertThat(collector.spans())
        .extracting(CollectedSpan::failure, span -> span.attribute("rickyard.refusal"))
        .containsExactlyInAnyOrder(tuple("", "not_found"), tuple("", "not_signed_in"));
  }

  @Test
  void traceBeginsAtTheEdgeAndNowhereElse() throws Exception {
    // when
    try (var behind = service(Map.of());
        var edge = service(Map.of("tracing.begins", true))) {
      get(behind, "/sample/busy", null);
      get(behind, "/sample/busy", "00-not-a-trace");
      get(edge, "/health", null);
    }

    // then
    assertThat(collector.spans())
        .extracting(CollectedSpan::name, CollectedSpan::parent)
        .containsExactly(tuple("GET /health", ""));
  }

  @Test
  void serviceThatIsNotToldWhereHasNothingThatMakesSpans() {
    // when
    try (var service = service(Map.of(WhereTraced.ENDPOINT, ""))) {
      var beans = service.context();

      // then
      assertThat(beans.getBean(Tracing.class)).isSameAs(Tracing.OFF);
      assertThat(beans.containsBean(RequestSpans.class)).isFalse();
      assertThat(beans.containsBean(PublisherSpans.class)).isFalse();
    }
  }

  private RunningService service(Map<String, Object> more) {
    var settings = new HashMap<String, Object>();
    settings.put("micronaut.server.port", -1);
    settings.put("rickyard.services.auth.url", "http://127.0.0.1:9");
    settings.put(WhereTraced.ENDPOINT, collector.endpoint());
    settings.putAll(more);
    return new ServiceDefinition("sample", "sample-service", 1, null, Map.of()).start(settings);
  }

  private static void get(RunningService service, String path, @Nullable String traceparent)
      throws Exception {
    var request = HttpRequest.newBuilder(service.url().resolve(path));
    if (traceparent != null) {
      request.header("traceparent", traceparent);
    }
    try (var http = HttpClient.newHttpClient()) {
      var _ = http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
