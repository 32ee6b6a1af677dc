package io.rickyard.worker.secret;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.rickyard.stack.blueprint.DeclaredSecrets;
import io.rickyard.worker.bulk.Unsealing;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.task.TaskFailure;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import javax.sql.DataSource;

/** Puts the vault together from the settings {@code rickyard.secrets.*}. */
@Factory
@Requires(property = "rickyard.secrets.master-key-file")
@Requires(property = "rickyard.secrets.keyset-file")
final class SecretBeans {

  @Singleton
  MasterKey master(@Value("${rickyard.secrets.master-key-file}") String masterKeyFile) {
    return MasterKey.read(Path.of(masterKeyFile));
  }

  @Singleton
  SealingKeyset sealing(
      MasterKey master, @Value("${rickyard.secrets.keyset-file}") String keysetFile) {
    return SealingKeyset.read(Path.of(keysetFile), master);
  }

  @Singleton
  StackVault vault(DataSource database, MasterKey master, SealingKeyset sealing) {
    return new SecretVault(
        database,
        master,
        sealing,
        DeclaredSecrets.shipped(),
        Clock.systemUTC(),
        new SecureRandom());
  }

  @Singleton
  ContentStore contents(DataSource database, MasterKey master) {
    return new ContentVault(database, new OrganizationKeys(master, new SecureRandom()));
  }

  @Singleton
  Unsealing unsealing(SealingKeyset sealing) {
    return (sealed, organization, field) -> {
      try {
        return sealing.open(sealed, organization, field);
      } catch (SecretException e) {
        throw new TaskFailure(
            "secret_unreadable", "What was sealed for it could not be opened", false, e);
      }
    };
  }
}
