/**
 * Migrations between a branch and its parent: which ones go over is decided purely, and each goes
 * over once. What a branch is called and whose it is, org-service knows.
 */
@NullMarked
package io.rickyard.worker.branch;

import org.jspecify.annotations.NullMarked;
