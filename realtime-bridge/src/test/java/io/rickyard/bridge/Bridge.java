package io.rickyard.bridge;

import io.rickyard.service.RunningService;
import io.rickyard.testing.TestDatabase;
import io.rickyard.testing.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bridge on a database of the test's, with a stand-in for auth-service. */
final class Bridge implements AutoCloseable {

  final TestDatabase database = TestDatabase.create();
  final TestIssuer issuer = TestIssuer.start();
  final Exchange exchange = new Exchange(issuer.url());
  final StatusTables status = new StatusTables(database);
  private final RunningService service;

  Bridge() {
    Map<String, Object> settings = new HashMap<>(database.settings("realtime"));
    settings.put("micronaut.server.port", -1);
    settings.put("rickyard.services.auth.url", exchange.url());
    settings.put("rickyard.internal.secret", "unused");
    service = RealtimeBridge.start(settings);
  }

  URI at(String path) {
    return URI.create(service.url() + path);
  }

  URI socket(String query) {
    return URI.create(at("/socket/websocket?" + query).toString().replaceFirst("http", "ws"));
  }

  Sse open(String user, String path, @Nullable String lastEventId)
      throws IOException, InterruptedException {
    return Sse.open(at(path), issuer.session(user), lastEventId);
  }

  void stop() {
    service.close();
  }

  @Override
  public void close() {
    service.close();
    exchange.close();
    issuer.close();
    database.close();
  }
}
