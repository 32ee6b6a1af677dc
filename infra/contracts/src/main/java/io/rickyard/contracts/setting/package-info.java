/**
 * Settings of a project's services: which there are, and what each may be. The lists are data
 * beside these classes. Says nothing about how a setting takes effect.
 */
@NullMarked
package io.rickyard.contracts.setting;

import org.jspecify.annotations.NullMarked;
