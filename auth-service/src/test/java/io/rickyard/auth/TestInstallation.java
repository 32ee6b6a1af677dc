package io.rickyard.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.service.RunningService;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The service with everything it needs, once per test class. */
final class TestInstallation implements AutoCloseable {

  static final String EMAIL = "ada@example.com";
  static final String PASSWORD = "correct horse battery";
  static final String SECRET_KEY = "sb_secret_of-the-tests";

  private final TestDatabase database = TestDatabase.create();
  private final TestBroker broker = TestBroker.start();
  private final RunningService service;
  private final AuthClient client;

  TestInstallation() {
    this(Map.of());
  }

  TestInstallation(Map<String, Object> more) {
    var settings = settings(database, broker);
    settings.putAll(more);
    service = AuthService.start(settings);
    client = new AuthClient(service.url());
  }

  static Map<String, Object> settings(TestDatabase database, TestBroker broker) {
    Map<String, Object> settings = new HashMap<>(database.settings("auth"));
    settings.put("micronaut.server.port", -1);
    settings.put("rickyard.services.auth.url", "http://127.0.0.1:9");
    settings.put("rickyard.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("rickyard.installation.url", "http://localhost:8000");
    settings.put("rickyard.installation.secret-key", SECRET_KEY);
    settings.put("rickyard.internal.secrets.api-gateway", "secret-of-the-gateway");
    settings.put("rickyard.auth.mail.transport", "mailbox");
    settings.put("rickyard.auth.key", Base64.getEncoder().encodeToString(new byte[32]));
    settings.put("rickyard.bootstrap.administrator.email", "Ada@Example.com");
    settings.put("rickyard.bootstrap.administrator.password", PASSWORD);
    return settings;
  }

  AuthClient client() {
    return client;
  }

  TestDatabase database() {
    return database;
  }

  TestBroker broker() {
    return broker;
  }

  RunningService service() {
    return service;
  }

  /** A session of the first administrator. */
  AuthClient.Answer signedIn() {
    return client.signIn(EMAIL, PASSWORD);
  }

  /** Makes a user; returns the password. */
  String newUser(String email) {
    String password = "password of " + email;
    client.post("/admin/users", Map.of("email", email, "password", password), SECRET_KEY);
    return password;
  }

  String gateway() {
    return client
        .post(
            "/internal/service-token",
            Map.of("service", "api-gateway", "secret", "secret-of-the-gateway"),
            null)
        .text("internal_token");
  }

  /** The newest message to an address. */
  String mail(String address) {
    return mails(address).getFirst().path("text").asText();
  }

  /** The code in the newest message to an address. */
  String code(String address) {
    return found("\\n(\\d{6})\\n", mail(address));
  }

  /** The path and query of the link in the newest message to an address. */
  String link(String address) {
    return found("http://localhost:8000/auth/v1(/\\S+)", mail(address));
  }

  private static String found(String pattern, String text) {
    var matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(pattern + " is not in: " + text);
    }
    return matcher.group(1);
  }

  /** What was sent to an address, the newest first. */
  List<JsonNode> mails(String address) {
    String me = client.internal(signedIn().text("access_token"));
    List<JsonNode> mails = new ArrayList<>();
    for (var mail : client.get("/internal/mails?limit=500", me).body().path("data")) {
      if (mail.path("to").asText().equals(address)) {
        mails.add(mail);
      }
    }
    return mails;
  }

  @Override
  public void close() {
    client.close();
    service.close();
    broker.close();
    database.close();
  }
}
