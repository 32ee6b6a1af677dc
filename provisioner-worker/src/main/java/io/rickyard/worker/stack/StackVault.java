package io.rickyard.worker.stack;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.task.SealedSecret;
import java.util.Map;
import java.util.Optional;

/** Keeps the secrets and settings of stacks, encrypted. */
public interface StackVault {

  /**
   * The secrets of a stack, made on the first call; every later call gives the same.
   *
   * @param dbPass the password the user chose, sealed; without one it is made
   * @throws StackFailure {@code secret_unreadable} when it was not sealed for this organization
   */
  StackSecrets openOrCreate(
      ProjectRef project, OrganizationId organization, Optional<SealedSecret> dbPass)
      throws StackFailure;

  /**
   * The secrets of a stack that somebody else has made, kept on the first call; every later call
   * gives the same. None is made up.
   *
   * @param found what its services were given
   * @param dbPass the password of the role users have, sealed, where the stack does not tell it or
   *     tells an old one
   * @throws StackFailure {@code secret_unreadable} as above; {@code db_pass_unknown} when nobody
   *     tells it
   */
  StackSecrets adopt(
      ProjectRef project,
      OrganizationId organization,
      Map<String, String> found,
      Optional<SealedSecret> dbPass)
      throws StackFailure;

  /** The secrets of a stack, unless it has none (yet, or any more). */
  Optional<StackSecrets> open(ProjectRef project);

  /**
   * Notes what a stack's settings shall be from now on, and what they were before, until the next
   * change of the same section; under one desired state as often as that is asked.
   *
   * @param stack the claim
   * @param sealed the values of secret settings, by name
   * @return false when a newer claim acts on the stack
   * @throws StackFailure {@code secret_unreadable} as above; {@code setting_refused} when a sealed
   *     value is none for its setting; {@code contents_taken_back} when it is about contents that
   *     were undone since
   */
  boolean configure(StackSpec stack, SettingsChange change, Map<String, SealedSecret> sealed)
      throws StackFailure;

  /**
   * Goes back to the settings that a section had before, if others were noted under this claim's
   * desired state; as often as that is asked. Contents that a section is about go back with it.
   */
  boolean configureBack(StackSpec stack, SettingSection section);

  /** Undoes contents that a change was about, if no task has come to them. */
  void discard(ProjectRef project, SettingsChange change);

  /** Forgets the secrets and settings of a stack; nothing happens when there are none. */
  void destroy(ProjectRef project);
}
