package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.DeclaredSecrets;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.FunctionSource;
import io.rickyard.worker.content.Functions;
import io.rickyard.worker.stack.StackVault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The vaults as they are, for tests of what uses both. */
public record TestVaults(StackVault secrets, ContentStore contents) {

  private static final Instant PUT_IN = Instant.parse("2026-11-30T12:00:00Z");

  /** Those of a database, under a master key in a directory. */
  public static TestVaults in(TestDatabase database, Path directory) {
    var random = new SecureRandom();
    var master = MasterKey.readOrCreate(directory.resolve("master"), random);
    var source = database.dataSource("provisioner");
    return new TestVaults(
        new SecretVault(
            source,
            master,
            SealingKeyset.readOrCreate(directory.resolve("keyset"), master),
            DeclaredSecrets.shipped(),
            Clock.systemUTC(),
            random),
        new ContentVault(source, new OrganizationKeys(master, random)));
  }

  /** Puts in a secret that functions find; what there is then. */
  Contents set(ProjectRef project, String name, String value) throws ContentRefused {
    return contents.change(
        project, (now, _) -> changed(now.with(now.secrets().with(Map.of(name, value), PUT_IN))));
  }

  /** Deploys the function hello; what there is then. */
  Contents deploy(ProjectRef project, FunctionSource source) throws ContentRefused {
    return contents.change(
        project,
        (now, sources) -> {
          sources.keep("hello", source);
          return changed(
              now.with(
                  now.functions()
                      .deployed(
                          "hello",
                          new Functions.Wanted(null, null),
                          source,
                          UUID.randomUUID(),
                          PUT_IN)));
        });
  }

  private static ContentStore.Changed<Contents> changed(Contents next) {
    return new ContentStore.Changed<>(next, next);
  }

  /** A function of one file. */
  static FunctionSource source(String content) throws ContentRefused {
    return FunctionSource.of(
        "index.ts", null, List.of(), List.of(Map.entry("index.ts", content.getBytes(UTF_8))));
  }
}
