package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * A project's database at the address for all projects and at its own, in turn, so that what else
 * the machine does falls on both; and the same query through the API.
 */
final class DatabasePassage {

  private static final int ROUNDS_BEFORE = 1;
  private static final int ROUNDS = 5;

  /** Fewer than the server has places: those of connections that end are free a moment later. */
  private static final int CLIENTS = 8;

  private static final int SECONDS = 3;
  private static final int SINGLE = 2_000;
  private static final String QUERY = "select 1 as one";

  /** 256 MiB. */
  private static final String MUCH =
      "copy (select repeat('x', 1023) from generate_series(1, 262144)) to stdout";

  private static final double MEBIBYTES = 256;

  private final LocalInstallation installation;
  private final String ref;
  private final URI own;
  private final int port;

  /**
   * Measures the project that the installation made first.
   *
   * @param port where the installation opens databases by reference
   */
  DatabasePassage(LocalInstallation installation, int port) {
    this.installation = installation;
    this.ref = installation.announced().at("/project/ref").asText();
    this.own = URI.create(installation.announced().at("/project/connection_string").asText());
    this.port = port;
  }

  /**
   * What was measured.
   *
   * @param reference at the address for all projects
   * @param direct at the server's own
   */
  record Both(double reference, double direct) {
    double ratio() {
      return reference / direct;
    }
  }

  /**
   * The middle of several rounds.
   *
   * @param connections opened and closed, with password, a second
   * @param queries small ones a second over connections that are there
   * @param mebibytes of one large result a second
   */
  record Passage(Both connections, Both queries, Both mebibytes) {}

  /** The same query, one after the other. */
  record Queries(Latencies api, Latencies direct) {}

  Passage passage() throws Exception {
    return new Passage(
        inTurn(through -> perSecond(() -> opening(through))),
        inTurn(through -> perSecond(() -> asking(through))),
        inTurn(DatabasePassage.this::copied));
  }

  Queries queries() throws IOException, SQLException {
    var body = "{\"query\": \"" + QUERY + "\"}";
    var path = "/v1/projects/" + ref + "/database/query";
    try (var api =
            RawConnection.posting(
                installation.url(), path, RawConnection.bearer(installation.token()), body);
        var direct = connect(false)) {
      times(() -> api.send(201));
      times(() -> ask(direct));
      return new Queries(times(() -> api.send(201)), times(() -> ask(direct)));
    }
  }

  /** Something done once. */
  @FunctionalInterface
  private interface Deed {
    void run() throws IOException, SQLException;
  }

  private static Latencies times(Deed deed) throws IOException, SQLException {
    var nanos = new long[SINGLE];
    for (int i = 0; i < SINGLE; i++) {
      long begun = System.nanoTime();
      deed.run();
      nanos[i] = System.nanoTime() - begun;
    }
    return Latencies.of(nanos);
  }

  /** A figure of one of the two addresses. */
  @FunctionalInterface
  private interface Figure {
    double of(boolean throughReference) throws Exception;
  }

  private static Both inTurn(Figure figure) throws Exception {
    var reference = new double[ROUNDS];
    var direct = new double[ROUNDS];
    for (int round = -ROUNDS_BEFORE; round < ROUNDS; round++) {
      double one = figure.of(true);
      double other = figure.of(false);
      if (round >= 0) {
        reference[round] = one;
        direct[round] = other;
      }
    }
    return new Both(Median.of(reference), Median.of(direct));
  }

  /** A client that does the same again and again. */
  private interface Client extends AutoCloseable {
    void once() throws SQLException;

    @Override
    void close() throws SQLException;
  }

  /** Begins a client. */
  @FunctionalInterface
  private interface Clients {
    Client begin() throws SQLException;
  }

  private Client opening(boolean throughReference) {
    return new Client() {
      @Override
      public void once() throws SQLException {
        connect(throughReference).close();
      }

      @Override
      public void close() {}
    };
  }

  private Client asking(boolean throughReference) throws SQLException {
    var connection = connect(throughReference);
    return new Client() {
      @Override
      public void once() throws SQLException {
        ask(connection);
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  private static double perSecond(Clients clients) throws InterruptedException, ExecutionException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    var callers = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < CLIENTS; i++) {
      callers.add(() -> {
        int done = 0;
        try (var client = clients.begin()) {
          for (; System.nanoTime() - until < 0; done++) {
            client.once();
          }
        }
        return done;
      });
    }
    double all = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(callers)) {
        all += done.get();
      }
    }
    return all / SECONDS;
  }

  private double copied(boolean throughReference) throws IOException, SQLException {
    try (var connection = connect(throughReference)) {
      long begun = System.nanoTime();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(MUCH, OutputStream.nullOutputStream());
      return MEBIBYTES / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private static void ask(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(QUERY)) {
      row.next();
    }
  }

  private Connection connect(boolean throughReference) throws SQLException {
    String[] login = own.getRawUserInfo().split(":", 2);
    var properties = new Properties();
    properties.setProperty("user", throughReference ? login[0] + "." + ref : login[0]);
    properties.setProperty("password", URLDecoder.decode(login[1], StandardCharsets.UTF_8));
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    var address = throughReference ? "127.0.0.1:" + port : own.getHost() + ":" + own.getPort();
    return DriverManager.getConnection("jdbc:postgresql://" + address + own.getPath(), properties);
  }
}
