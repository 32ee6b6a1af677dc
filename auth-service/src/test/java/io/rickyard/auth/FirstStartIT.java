package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.auth.key.KeyRing;
import io.rickyard.auth.key.WrongKey;
import io.rickyard.service.InvalidSetting;
import io.rickyard.service.RunningService;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first start, the ones after it, and several at once. */
class FirstStartIT {

  private static TestBroker broker;
  private TestDatabase database;

  @BeforeAll
  static void startBroker() {
    broker = TestBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void create() {
    database = TestDatabase.create();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void passwordThatNobodyChoseIsPrintedOnceAndSignsIn() {
    // given
    var settings = settings();
    settings.remove("rickyard.bootstrap.administrator.email");
    settings.remove("rickyard.bootstrap.administrator.password");

    // when
    String first = printedBy(() -> AuthService.start(settings).close());
    String second = printedBy(() -> signInAs("admin@localhost", password(first), settings));

    // then
    assertThat(first).contains("admin@localhost");
    assertThat(second).doesNotContain("admin@localhost").contains("status=200");
  }

  @Test
  void laterSettingsDoNotChangeTheAdministrator() {
    // given
    AuthService.start(settings()).close();
    var settings = settings();
    settings.put("rickyard.bootstrap.administrator.password", "another fine password");

    // when
    String printed =
        printedBy(() -> signInAs(TestInstallation.EMAIL, TestInstallation.PASSWORD, settings));

    // then
    assertThat(printed).contains("status=200");
  }

  @Test
  void instancesThatStartAtOnceAgreeOnOneAdministratorAndOneSetOfKeys() throws Exception {
    // given
    database.migrate("auth", "io/rickyard/auth/changelog.xml");

    Callable<RunningService> start = () -> AuthService.start(settings());

    // when
    List<RunningService> services;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      services =
          threads.invokeAll(Collections.nCopies(2, start)).stream().map(Future::resultNow).toList();
    }

    // then
    try {
      var rings =
          services.stream().map(service -> service.context().getBean(KeyRing.class)).toList();
      assertThat(rings.getFirst().current().id()).isEqualTo(rings.getLast().current().id());
      assertThat(rings.getFirst().published()).hasSize(2);
      try (var client = new AuthClient(services.getFirst().url())) {
        var users = client.get("/admin/users", TestInstallation.SECRET_KEY).body().path("users");
        assertThat(users).hasSize(1);
      }
    } finally {
      services.forEach(RunningService::close);
    }
  }

  @Test
  void anotherMasterKeyIsSaidToBeTheWrongOne() {
    // given
    AuthService.start(settings()).close();
    var settings = settings();
    byte[] other = new byte[32];
    other[0] = 1;
    settings.put("rickyard.auth.key", Base64.getEncoder().encodeToString(other));

    // when
    assertThatThrownBy(() -> AuthService.start(settings).close())
        // then
        .hasRootCauseInstanceOf(AEADBadTagException.class)
        .satisfies(thrown -> assertThat(causes(thrown)).anyMatch(WrongKey.class::isInstance));
  }

  @Test
  void missingMasterKeyNamesTheSetting() {
    // given
    var settings = settings();
    settings.remove("rickyard.auth.key");

    // when
    assertThatThrownBy(() -> AuthService.start(settings).close())
        // then
        .satisfies(thrown ->
            assertThat(causes(thrown))
                .anySatisfy(cause ->
                    assertThat(cause)
                        .isInstanceOf(InvalidSetting.class)
                        .hasMessageContaining("rickyard.auth.key-file")));
  }

  private Map<String, Object> settings() {
    return new HashMap<>(TestInstallation.settings(database, broker));
  }

  private static void signInAs(String email, String password, Map<String, Object> settings) {
    try (var service = AuthService.start(settings);
        var client = new AuthClient(service.url())) {
      System.out.println("status=" + client.signIn(email, password).status());
    }
  }

  private static String password(String printed) {
    var matcher = Pattern.compile("with the password (\\S+)").matcher(printed);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String printedBy(Runnable work) {
    var console = System.out;
    var bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(console);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static List<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).toList();
  }
}
