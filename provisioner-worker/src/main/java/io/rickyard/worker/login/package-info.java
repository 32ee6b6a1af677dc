/**
 * Roles for a while in projects' databases: who may change a project gets one, with a password that
 * is told once and kept nowhere.
 */
@NullMarked
package io.rickyard.worker.login;

import org.jspecify.annotations.NullMarked;
