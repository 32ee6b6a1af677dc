package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.auth.factor.Totp;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of somebody's sessions and tokens, each step held against a model that knows nothing
 * of tables: what a rule says of a step that was never thought of. A failure names its seed and
 * what was done; {@code -Drickyard.test.seed=…} repeats one.
 */
class SessionModelIT {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration ACCESS = Duration.ofHours(1);
  private static final Duration LIFE = Duration.ofDays(30);
  private static final int STEPS = 60;

  private static final List<Duration> CLOCK_STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(9),
          Duration.ofSeconds(10),
          Duration.ofSeconds(11),
          Duration.ofMinutes(2),
          Duration.ofMinutes(59),
          Duration.ofHours(2),
          Duration.ofDays(8),
          Duration.ofDays(23));

  private static TestInstallation installation;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /** Some that are always the same, and one that nobody has seen before. */
  static LongStream seeds() {
    Long wanted = Long.getLong("rickyard.test.seed");
    return wanted == null
        ? LongStream.concat(LongStream.rangeClosed(1, 8), LongStream.of(new Random().nextLong()))
        : LongStream.of(wanted);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyStepGoesAsTheModelSays(long seed) throws Exception {
    new Life(seed).run();
  }

  /** A refresh token, and when it was first used. */
  private static final class Refresh {
    final String value;
    @Nullable Instant usedAt;

    Refresh(String value) {
      this.value = value;
    }
  }

  /** An access token, and when it ends. */
  private record Access(String value, Instant expiresAt) {}

  private static final class Session {
    final Instant expiresAt;
    final List<Access> accesses = new ArrayList<>();

    /** The family that lives; what was replaced as a whole is in {@link #replaced}. */
    final List<Refresh> family = new ArrayList<>();

    final List<String> replaced = new ArrayList<>();
    boolean ended;
    boolean twoFactors;

    Session(Instant expiresAt) {
      this.expiresAt = expiresAt;
    }

    boolean alive(Instant now) {
      return !ended && expiresAt.isAfter(now);
    }

    Access newest() {
      return accesses.getLast();
    }
  }

  private static final class Machine {
    final String id;
    final @Nullable Instant expiresAt;
    final List<String> forgotten = new ArrayList<>();
    String current;
    @Nullable String previous;
    Instant previousUntil = Instant.MIN;
    boolean revoked;

    Machine(String id, String current, @Nullable Instant expiresAt) {
      this.id = id;
      this.current = current;
      this.expiresAt = expiresAt;
    }
  }

  /** One person's life. */
  private static final class Life {
    private final long seed;
    private final RandomGenerator random;
    private final String email;
    private final List<String> done = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private @Nullable String factor;
    private String secret = "";

    Life(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.email = "model" + Long.toUnsignedString(seed) + "@example.com";
      installation.newUser(email);
    }

    void run() throws Exception {
      System.out.println("seed " + seed);
      signIn();
      for (int i = 0; i < STEPS; i++) {
        step();
        everythingIsAsTheModelSays();
        noSessionHasTwoFamilies();
      }
    }

    private void step() throws Exception {
      switch (random.nextInt(16)) {
        case 0, 1 -> signIn();
        case 2, 3, 4 -> refresh();
        case 5 -> refreshAtOnce();
        case 6 -> signOut();
        case 7 -> endOne();
        case 8 -> password();
        case 9 -> factor();
        case 10 -> removeFactor();
        case 11 -> create();
        case 12 -> rotate();
        case 13 -> revoke();
        default -> TestClock.CLOCK.advance(noted("clock", one(CLOCK_STEPS)));
      }
    }

    private void signIn() {
      note("sign in");
      String code =
          client
              .post("/internal/sign-in-codes", Map.of("email", email), installation.gateway())
              .text("code");
      var answer = client.post("/verify", Map.of("type", "magiclink", "token_hash", code), null);
      check(answer.status(), 200);
      var session = new Session(now().plus(LIFE));
      sessions.add(session);
      took(session, answer);
    }

    private void refresh() {
      var session = one(sessions);
      String shown = token(session);
      note("refresh " + sessions.indexOf(session) + " " + place(session, shown));
      var expected = expected(session, shown);
      var answer = client.refresh(shown);
      checkRefresh(session, shown, expected, answer);
    }

    /** Several at once get what one after the other would get. */
    private void refreshAtOnce() throws Exception {
      var session = one(sessions);
      String shown = token(session);
      note("refresh at once " + sessions.indexOf(session) + " " + place(session, shown));
      List<AuthClient.Answer> answers;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        answers =
            threads
                .invokeAll(
                    IntStream.range(0, 4)
                        .mapToObj(_ -> (Callable<AuthClient.Answer>) () -> client.refresh(shown))
                        .toList())
                .stream()
                .map(Future::resultNow)
                .toList();
      }
      // Whoever was told that it is used came first: it ended the session for the others.
      answers.stream()
          .sorted(
              Comparator.comparing(
                  answer -> !answer.text("error_code").equals("refresh_token_already_used")))
          .forEach(answer -> checkRefresh(session, shown, expected(session, shown), answer));
    }

    /** Either an error's code, or nothing for a token. */
    private String expected(Session session, String shown) {
      if (session.replaced.contains(shown)) {
        return "refresh_token_not_found";
      }
      if (!session.alive(now())) {
        return "session_expired";
      }
      var usedAt = known(session, shown).usedAt;
      return usedAt != null && now().isAfter(usedAt.plus(GRACE))
          ? "refresh_token_already_used"
          : "";
    }

    private void checkRefresh(
        Session session, String shown, String expected, AuthClient.Answer answer) {
      assertThat(answer.text("error_code")).as(story()).isEqualTo(expected);
      if (expected.equals("refresh_token_already_used")) {
        session.ended = true;
      }
      if (!expected.isEmpty()) {
        return;
      }
      var token = known(session, shown);
      if (token.usedAt == null) {
        token.usedAt = now();
        took(session, answer);
      } else {
        assertThat(answer.text("refresh_token"))
            .as(story())
            .isEqualTo(session.family.getLast().value);
        session.accesses.add(access(session, answer));
      }
    }

    private void signOut() {
      var session = one(sessions);
      String scope = one(List.of("local", "others", "global"));
      note("sign out " + scope + " " + sessions.indexOf(session));
      var answer = client.post("/logout?scope=" + scope, "", session.newest().value());
      if (!usable(session)) {
        check(answer.status() / 100, 4);
        return;
      }
      check(answer.status(), 204);
      for (var other : sessions) {
        boolean same = other == session;
        other.ended |= scope.equals("global") || same == scope.equals("local");
      }
    }

    private void endOne() {
      var from = one(sessions);
      var to = one(sessions);
      note("end " + sessions.indexOf(to) + " from " + sessions.indexOf(from));
      if (!accepted(from)) {
        return;
      }
      String caller = client.internal(from.newest().value());
      String id = client.exchange(to.newest().value()).text("session_id");
      if (!id.isEmpty()) {
        check(client.delete("/internal/sessions/" + id, caller).status(), 204);
        to.ended = true;
      }
    }

    private void password() {
      var session = one(sessions);
      note("password " + sessions.indexOf(session));
      var answer =
          client.put(
              "/user",
              Map.of("password", "a password of step " + done.size() + " and more"),
              session.newest().value());
      if (!usable(session)) {
        check(answer.status() / 100, 4);
        return;
      }
      if (!accepted(session)) {
        assertThat(answer.text("error_code")).as(story()).isEqualTo("insufficient_aal");
        return;
      }
      check(answer.status(), 200);
      sessions.stream().filter(other -> other != session).forEach(other -> other.ended = true);
    }

    /** Adds a second factor, or shows its code in a session that lacks it. */
    private void factor() {
      var session = one(sessions);
      note("factor " + sessions.indexOf(session));
      if (!usable(session)) {
        return;
      }
      boolean first = factor == null;
      if (first) {
        var enrolled =
            client.post(
                "/factors",
                Map.of("factor_type", "totp", "friendly_name", "app " + done.size()),
                session.newest().value());
        check(enrolled.status(), 200);
        factor = enrolled.text("id");
        secret = enrolled.body().path("totp").path("secret").asText();
      }
      TestClock.CLOCK.advance(Duration.ofSeconds(90)); // no step is good twice
      if (!usable(session)) {
        factor = first ? null : factor;
        return;
      }
      String access = session.newest().value();
      String challenge = client.post("/factors/" + factor + "/challenge", "", access).text("id");
      var raised =
          client.post(
              "/factors/" + factor + "/verify",
              Map.of("challenge_id", challenge, "code", Totp.code(bytes(secret), now())),
              access);
      check(raised.status(), 200);
      if (first) {
        sessions.stream()
            .filter(other -> other != session && !other.twoFactors)
            .forEach(other -> other.ended = true);
      }
      session.twoFactors = true;
      session.family.forEach(token -> session.replaced.add(token.value));
      session.family.clear();
      took(session, raised);
    }

    private void removeFactor() {
      var session = one(sessions);
      note("remove factor " + sessions.indexOf(session));
      if (factor == null || !accepted(session)) {
        return;
      }
      check(client.delete("/factors/" + factor, session.newest().value()).status(), 200);
      factor = null;
    }

    private void create() {
      var session = one(sessions);
      note("create token");
      if (!accepted(session)) {
        return;
      }
      var end = random.nextBoolean() ? null : now().plus(one(CLOCK_STEPS));
      var answer =
          client.post(
              "/internal/access-tokens",
              end == null
                  ? Map.of("name", "machine")
                  : Map.of("name", "machine", "expires_at", end.toString()),
              client.internal(session.newest().value()));
      check(answer.status(), 201);
      machines.add(new Machine(answer.text("id"), answer.text("token"), end));
    }

    private void rotate() {
      var session = one(sessions);
      var overlap = one(List.of(Duration.ZERO, Duration.ofSeconds(10), Duration.ofHours(1)));
      note("rotate token, overlap " + overlap);
      if (machines.isEmpty() || !accepted(session)) {
        return;
      }
      var machine = one(machines);
      var answer =
          client.post(
              "/internal/access-tokens/" + machine.id + "/rotate",
              Map.of("overlap", overlap.toString()),
              client.internal(session.newest().value()));
      if (machine.revoked) {
        check(answer.status(), 404);
        return;
      }
      check(answer.status(), 200);
      if (machine.previous != null) {
        machine.forgotten.add(machine.previous);
      }
      machine.previous = machine.current;
      machine.previousUntil = now().plus(overlap);
      machine.current = answer.text("token");
    }

    private void revoke() {
      var session = one(sessions);
      note("revoke token");
      if (machines.isEmpty() || !accepted(session)) {
        return;
      }
      var machine = one(machines);
      var answer =
          client.delete(
              "/internal/access-tokens/" + machine.id, client.internal(session.newest().value()));
      check(answer.status(), machine.revoked ? 404 : 204);
      machine.revoked = true;
    }

    private void everythingIsAsTheModelSays() {
      for (var session : sessions) {
        for (var access : List.of(session.newest(), one(session.accesses))) {
          assertThat(client.exchange(access.value()).text("code"))
              .as(() -> "session " + sessions.indexOf(session) + " " + story())
              .isEqualTo(refusal(session, access));
        }
      }
      for (var machine : machines) {
        boolean expired = machine.expiresAt != null && !machine.expiresAt.isAfter(now());
        String good = machine.revoked ? "invalid_token" : expired ? "token_expired" : "";
        shows(machine.current, good);
        if (machine.previous != null) {
          shows(machine.previous, machine.previousUntil.isAfter(now()) ? good : "invalid_token");
        }
        machine.forgotten.forEach(value -> shows(value, "invalid_token"));
      }
    }

    private void shows(String token, String refusal) {
      assertThat(client.exchange(token).text("code")).as(this::story).isEqualTo(refusal);
    }

    private String refusal(Session session, Access access) {
      if (!access.expiresAt().isAfter(now())) {
        return "token_expired";
      }
      if (session.ended) {
        return "invalid_token";
      }
      return factor != null && !session.twoFactors ? "second_factor_needed" : "";
    }

    private void noSessionHasTwoFamilies() throws SQLException {
      try (var connection = installation.database().superuser();
          var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  "select count(*) from (select 1 from auth.refresh_token where used_at is null"
                      + " group by session_id having count(*) > 1) as double")) {
        rows.next();
        assertThat(rows.getInt(1)).as(this::story).isZero();
      }
    }

    /** Whether the newest access token is good for GoTrue's own API. */
    private boolean usable(Session session) {
      return session.alive(now()) && session.newest().expiresAt().isAfter(now());
    }

    /** Whether it is good for everything. */
    private boolean accepted(Session session) {
      return usable(session) && (factor == null || session.twoFactors);
    }

    private void took(Session session, AuthClient.Answer answer) {
      session.family.add(new Refresh(answer.text("refresh_token")));
      session.accesses.add(access(session, answer));
    }

    private Access access(Session session, AuthClient.Answer answer) {
      // A token's end is told in whole seconds.
      var end = Instant.ofEpochSecond(now().plus(ACCESS).getEpochSecond());
      var last = Instant.ofEpochSecond(session.expiresAt.getEpochSecond());
      return new Access(answer.text("access_token"), end.isBefore(last) ? end : last);
    }

    private String token(Session session) {
      int known = session.family.size();
      int all = known + session.replaced.size();
      // The newest ones are shown most.
      int back = Math.min(random.nextInt(all), random.nextInt(all));
      return back < known
          ? session.family.get(known - 1 - back).value
          : session.replaced.get(all - 1 - back);
    }

    private Refresh known(Session session, String shown) {
      return session.family.stream()
          .filter(token -> token.value.equals(shown))
          .findFirst()
          .orElseThrow();
    }

    private String place(Session session, String shown) {
      return session.replaced.contains(shown)
          ? "replaced"
          : (session.family.indexOf(known(session, shown)) + 1) + " of " + session.family.size();
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private Duration noted(String what, Duration step) {
      note(what + " " + step);
      return step;
    }

    private void note(String step) {
      done.add(step);
    }

    private void check(int status, int expected) {
      assertThat(status).as(this::story).isEqualTo(expected);
    }

    private String story() {
      return "seed " + seed + ": " + String.join(", ", done);
    }

    private static Instant now() {
      return TestClock.CLOCK.instant();
    }

    private static byte[] bytes(String letters) {
      var bytes = new ByteArrayOutputStream();
      int buffer = 0;
      int bits = 0;
      for (int i = 0; i < letters.length(); i++) {
        buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letters.charAt(i));
        bits += 5;
        if (bits >= 8) {
          bits -= 8;
          bytes.write(buffer >> bits);
        }
      }
      return bytes.toByteArray();
    }
  }
}
