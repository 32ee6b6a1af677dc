package io.rickyard.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Buckets and objects by the unmodified {@code supabase} CLI, which asks the Management API for a
 * key and then the project itself, at its name, over TLS. The storage service's double keeps rows
 * and files where the real one does, so that each effect is looked for in that project and missed
 * in another. Skipped, saying so, where there is no engine, no Node or no right to mount.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostedStorageIT {

  private static final String OTTERS = "seven otters\n";
  private static final Duration SOON = Duration.ofMinutes(1);

  private static @Nullable TestDomain domain;
  private static @Nullable ContainerInstallation installation;
  private static @Nullable HostedCli cli;
  private static String ref = "";
  private static String other = "";

  @BeforeAll
  static void start() throws Exception {
    ContainerInstallation.need();
    HostedClients.need();
    TestDomain.need();
    var workspace = Workspace.create();
    var directory = HostedClients.in(workspace).directory();
    domain = TestDomain.in(workspace, "rickyard.test", "127.77.90.1");
    installation = ContainerInstallation.in(workspace, domain.settings());
    installation.start();
    var refs = installation.healthyProjects("standard", 2);
    ref = refs.getFirst();
    other = refs.getLast();
    domain.addProject(ref);
    domain.addProject(other);
    cli = domain.cli(directory, installation.local());
    Files.createDirectories(directory.resolve("notes/rafts"));
    Files.writeString(directory.resolve("notes/otters.txt"), OTTERS);
    Files.write(directory.resolve("notes/rafts/film.bin"), film());
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
  }

  /** More than any buffer on the way holds. */
  private static byte[] film() {
    var bytes = new byte[4 << 20];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static HostedCli.Ended storage(String project, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("storage"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--remote=" + project, "--experimental", "--yes"));
    return cli().run(command.toArray(String[]::new));
  }

  private static void done(HostedCli.Ended ended) {
    assertThat(ended.status()).as(ended.output()).isZero();
  }

  /** The objects that a project's database has. */
  private static List<String> rows(String project) throws Exception {
    return installation()
        .database(project)
        .ask(
            "service_role",
            "select coalesce(string_agg(bucket_id || '/' || name, ' ' order by name), '')"
                + " from storage.objects")
        .lines()
        .flatMap(all -> Stream.of(all.split(" ")))
        .toList();
  }

  /** The objects that a project's volume has, each of which is a directory of its versions. */
  private static List<String> files(String project) throws Exception {
    var tenant = "/var/lib/storage/objects/" + project;
    return Programs.run(
            "docker",
            "exec",
            ContainerInstallation.container(project, "storage"),
            "find",
            tenant,
            "-type",
            "f",
            "-printf",
            "%P\n")
        .lines()
        .map(file -> file.substring(0, file.lastIndexOf('/')))
        .sorted()
        .toList();
  }

  /** What the Management API says of a project's buckets. */
  private static List<String> buckets(String project) {
    return installation()
        .get(ContainerInstallation.project(project).segment("storage").segment("buckets"))
        .findValuesAsText("name");
  }

  @Test
  @Order(1)
  void directoryIsUploadedIntoANewBucketOfTheProjectAndOfNoOther() throws Exception {
    // when
    var copied = storage(ref, "cp", "-r", "notes", "ss:///notes");

    // then
    done(copied);
    assertThat(rows(ref)).containsExactly("notes/otters.txt", "notes/rafts/film.bin");
    assertThat(files(ref)).isEqualTo(rows(ref));
    assertThat(buckets(ref)).containsExactly("notes");
    assertThat(rows(other)).isEmpty();
    assertThat(files(other)).isEmpty();
    assertThat(buckets(other)).isEmpty();
  }

  @Test
  @Order(2)
  void eachProjectsOwnBucketsAndObjectsAreListed() throws Exception {
    // when
    var all = storage(ref, "ls");
    var deep = storage(ref, "ls", "-r", "ss:///notes/");
    var elsewhere = storage(other, "ls");

    // then
    assertThat(all.result().lines()).containsExactly("notes/");
    assertThat(deep.result().lines())
        .containsExactlyInAnyOrder("/notes/otters.txt", "/notes/rafts/film.bin");
    done(elsewhere);
    assertThat(elsewhere.result()).isBlank();
  }

  @Test
  @Order(2)
  void linkedProjectIsTheOneThatIsMeantWithoutAReference() throws Exception {
    // given
    done(cli().run("link", ref));

    // when
    var listed = cli().run("storage", "ls", "ss:///notes/", "--remote", "--experimental");

    // then
    assertThat(listed.result().lines()).containsExactlyInAnyOrder("otters.txt", "rafts/");
  }

  @Test
  @Order(2)
  void objectsComeBackAsTheyWere() throws Exception {
    // when
    var small = storage(ref, "cp", "ss:///notes/otters.txt", "back.txt");
    var large = storage(ref, "cp", "ss:///notes/rafts/film.bin", "back.bin");
    var absent = storage(other, "cp", "ss:///notes/otters.txt", "other.txt");

    // then
    done(small);
    done(large);
    assertThat(cli().directory().resolve("back.txt")).hasContent(OTTERS);
    assertThat(cli().directory().resolve("back.bin")).hasBinaryContent(film());
    assertThat(absent.status()).isNotZero();
    assertThat(absent.output()).contains("Object not found");
  }

  @Test
  @Order(3)
  void objectIsMovedWithinItsBucket() throws Exception {
    // when
    var moved = storage(ref, "mv", "ss:///notes/otters.txt", "ss:///notes/rafts/otters.txt");
    var again = storage(ref, "mv", "ss:///notes/otters.txt", "ss:///notes/elsewhere.txt");

    // then
    done(moved);
    assertThat(rows(ref)).containsExactly("notes/rafts/film.bin", "notes/rafts/otters.txt");
    assertThat(files(ref)).isEqualTo(rows(ref));
    assertThat(again.status()).isNotZero();
    assertThat(again.output()).contains("Object not found");
  }

  @Test
  @Order(4)
  void keysOfAnotherProjectAreRefused() throws Exception {
    for (var name : List.of("service_role", "default")) {
      // given
      var own = secret(ref, name);
      var foreign = secret(other, name);

      // when
      var taken = bucketsBy(own);
      var refused = bucketsBy(foreign);

      // then
      assertThat(taken.findValuesAsText("name")).as(name).containsExactly("notes");
      assertThat(refused.isArray()).as("%s: %s", name, refused).isFalse();
      assertThat(refused.path("error").asText()).as("%s", refused).isEqualTo("Unauthorized");
    }
  }

  @Test
  @Order(4)
  void keyForBrowsersSeesNoBucketThatNoPolicyShows() throws Exception {
    assertThat(bucketsBy(installation().key(ref, "anon"))).hasToString("[]");
  }

  /** A key for servers, of those of this name. */
  private static String secret(String project, String name) {
    var keys =
        installation()
            .get(
                ContainerInstallation.project(project).segment("api-keys").query("reveal", "true"));
    for (var key : keys) {
      if (key.path("name").asText().equals(name)
          && !key.path("type").asText().equals("publishable")) {
        return key.path("api_key").asText();
      }
    }
    throw new AssertionError(project + " has no secret key " + name);
  }

  /** What the project's storage answers to who has a key, asked as the command line asks it. */
  private static JsonNode bucketsBy(String key) throws Exception {
    var headers = new ArrayList<>(List.of("--header", "apikey: " + key));
    if (!key.startsWith("sb_")) {
      headers.addAll(List.of("--header", "authorization: Bearer " + key));
    }
    var command =
        new ArrayList<>(
            domain()
                .hosts()
                .command(
                    "curl",
                    "--silent",
                    "--show-error",
                    "--cacert",
                    domain().certificates().authority().toString(),
                    "https://%s/storage/v1/bucket".formatted(domain().project(ref))));
    command.addAll(headers);
    return RickyardClient.JSON.readTree(
        Programs.run(command.toArray(String[]::new)).getBytes(UTF_8));
  }

  @Test
  @Order(5)
  void signedKeysAreNotNeeded() throws Exception {
    // given
    var signed = installation().key(ref, "service_role");
    legacyKeys(false);
    Eventually.within(SOON)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(() -> !bucketsBy(signed).isArray());

    // when
    var listed = storage(ref, "ls");

    // then
    done(listed);
    assertThat(listed.result().lines()).containsExactly("notes/");
  }

  private static void legacyKeys(boolean enabled) throws IOException, InterruptedException {
    Programs.run(
        "curl",
        "--silent",
        "--show-error",
        "--fail-with-body",
        "--request",
        "PUT",
        "--header",
        "Authorization: Bearer " + installation().local().token(),
        "%s/v1/projects/%s/api-keys/legacy?enabled=%s"
            .formatted(installation().local().url(), ref, enabled));
  }

  @Test
  @Order(6)
  void objectAndThenTheBucketAreRemoved() throws Exception {
    // given
    done(storage(other, "cp", "-r", "notes", "ss:///notes"));

    // when
    var one = storage(ref, "rm", "ss:///notes/rafts/otters.txt");
    var left = rows(ref);
    var rest = storage(ref, "rm", "-r", "ss:///notes");

    // then
    done(one);
    assertThat(left).containsExactly("notes/rafts/film.bin");
    done(rest);
    assertThat(rows(ref)).isEmpty();
    assertThat(files(ref)).isEmpty();
    assertThat(buckets(ref)).isEmpty();
    assertThat(rows(other)).containsExactly("notes/otters.txt", "notes/rafts/film.bin");
    assertThat(buckets(other)).containsExactly("notes");
  }

  private static TestDomain domain() {
    return requireNonNull(domain);
  }

  private static ContainerInstallation installation() {
    return requireNonNull(installation);
  }

  private static HostedCli cli() {
    return requireNonNull(cli);
  }
}
