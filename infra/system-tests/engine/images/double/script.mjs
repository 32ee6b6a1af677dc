// Lua, as gateways run it, against objects of JavaScript.
import fengari from 'fengari'
import interop from 'fengari-interop'

const { lua, lauxlib, lualib, to_luastring: word } = fengari

function called(state, parameters, results) {
  if (lua.lua_pcall(state, parameters, results, 0) !== lua.LUA_OK) {
    throw new Error(`a script failed: ${lua.lua_tojsstring(state, -1)}`)
  }
}

/** A script with things it can reach by name, loaded and not run yet. */
export class Script {
  #state = lauxlib.luaL_newstate()
  #text

  constructor(text, globals = {}) {
    lualib.luaL_openlibs(this.#state)
    lauxlib.luaL_requiref(this.#state, word('js'), interop.luaopen_js, 0)
    lua.lua_pop(this.#state, 1)
    for (const [name, value] of Object.entries(globals)) {
      interop.push(this.#state, value)
      lua.lua_setglobal(this.#state, word(name))
    }
    this.#text = word(text)
    this.#load()
    lua.lua_pop(this.#state, 1)
  }

  #load() {
    if (lauxlib.luaL_loadstring(this.#state, this.#text) !== lua.LUA_OK) {
      throw new Error(`a script can't be read: ${lua.lua_tojsstring(this.#state, -1)}`)
    }
  }

  run() {
    this.#load()
    called(this.#state, 0, 0)
  }

  /** Calls a function that the script has defined. */
  call(name, argument) {
    lua.lua_getglobal(this.#state, word(name))
    interop.push(this.#state, argument)
    called(this.#state, 1, 0)
  }
}

/** The fields of a table that a script hands over. */
export function field(table, name) {
  return table?.get(name)
}
