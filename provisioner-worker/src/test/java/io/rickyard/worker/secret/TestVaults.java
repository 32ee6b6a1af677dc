package io.rickyard.worker.secret;

import io.rickyard.stack.blueprint.DeclaredSecrets;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.stack.StackVault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** The vaults as they are, for tests of what uses both. */
public record TestVaults(StackVault secrets, ContentStore contents) {

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
}
