# Finds the .NET SDK that global.json asks for. Sourced by the scripts of this folder's parent.

# Points DOTNET_ROOT at a dotnet that is not in the usual place, so that built programs find its runtime, too.
find_dotnet() {
  local found
  for found in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nowhere}/dotnet" "${HOME:-/nowhere}/.dotnet/dotnet" \
    /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
    if [ -n "$found" ] && [ -x "$found" ]; then
      found=$(readlink -f "$found")
      export DOTNET_ROOT="${found%/*}" PATH="${found%/*}:$PATH"
      return 0
    fi
  done
  return 1
}

# Ends the script with the way out where there is no SDK.
require_sdk() {
  if find_dotnet && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    return 0
  fi
  cat >&2 <<'HOW'
error: the .NET 10 SDK is missing (IF_ERR_ENVIRONMENT)
  why: InfraFabric is built from its sources at the first start, and no 'dotnet' of version 10 was found.
  fix: as this user, without root:
         wget https://dot.net/v1/dotnet-install.sh && bash dotnet-install.sh --channel 10.0
       It goes to ~/.dotnet, where this script looks. For the packages of your system, with root,
       see https://dotnet.microsoft.com/download/dotnet/10.0
HOW
  exit 10
}

# The platform of this machine, as .NET names it.
platform() {
  local cpu=x64
  case "$(uname -m)" in aarch64 | arm64) cpu=arm64 ;; esac
  echo "linux-$cpu"
}
