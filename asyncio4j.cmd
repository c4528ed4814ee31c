@echo off
rem Runs a program in one source file against the library of this checkout.
rem The same as the shell script "asyncio4j"; keep the two together.
setlocal EnableExtensions DisableDelayedExpansion

set "NEEDED=25"
set "ROOT=%~dp0"
set "JAVA="
set "JAVA_FOUND="
set "LIBRARY="

rem The project's version is the one element of that name at this depth of the parent's pom.
for /f "tokens=3 delims=<>" %%V in ('findstr /b /c:"  <version>" "%ROOT%pom.xml"') do if not defined LIBRARY set "LIBRARY=%%V"
set "CORE=%ROOT%core\target\asyncio4j-core-%LIBRARY%.jar"
set "IO=%ROOT%io\target\asyncio4j-io-%LIBRARY%.jar"
rem JSpecify's. Nothing needs it at run time, but a compiler that does not find the annotations which the library
rem names crashes over some mistakes in a program.
set "ANNOTATIONS=%ROOT%core\target\jspecify.jar"

if "%~1"=="run" goto run
if "%~1"=="--version" goto version
if "%~1"=="--help" goto help
if "%~1"=="-h" goto help
if "%~1"=="/?" goto help
if "%~1"=="" (
    call :usage 1>&2
    exit /b 2
)
>&2 echo asyncio4j: unknown command: %~1 ^(see asyncio4j --help^)
exit /b 2

:help
call :usage
exit /b 0

:version
call :find_java
if defined JAVA (
    echo asyncio4j %LIBRARY%, Java %JAVA_FOUND% ^("%JAVA%"^)
) else (
    echo asyncio4j %LIBRARY%, no JDK %NEEDED% or newer found
)
exit /b 0

:run
if "%~2"=="" (
    >&2 echo asyncio4j: run needs a file: asyncio4j run FILE.java [ARGUMENT...]
    exit /b 2
)
if /i not "%~x2"==".java" (
    >&2 echo asyncio4j: not a Java source file: "%~2"
    exit /b 2
)
if not exist "%~2" (
    >&2 echo asyncio4j: no such file: "%~2"
    exit /b 2
)
call :find_java
if not defined JAVA (
    >&2 echo asyncio4j: no JDK %NEEDED% or newer in JAVA_HOME, on PATH or in the usual places ^(see asyncio4j --help^); install one, for example Eclipse Temurin %NEEDED%, or set JAVA_HOME
    exit /b 2
)
set "MISSING="
if not exist "%CORE%" set "MISSING=1"
if not exist "%IO%" set "MISSING=1"
if not exist "%ANNOTATIONS%" set "MISSING=1"
if defined MISSING (
    call :build
    if errorlevel 1 exit /b 2
)
call :archive
rem A loop over shift would lose the quotes, so the word "run" is cut off instead. No quotes around
rem the assignment: those of the arguments have to stay in pairs.
set ALL=%*
setlocal EnableDelayedExpansion
set "REST=!ALL:*run=!"
"!JAVA!" --add-opens java.base/java.lang=ALL-UNNAMED !ARCHIVE! -cp "!CORE!;!IO!;!ANNOTATIONS!" !REST!
exit /b %ERRORLEVEL%

:build
where mvn >nul 2>nul
if errorlevel 1 (
    >&2 echo asyncio4j: the library has to be built and there is no mvn on PATH; install Maven
    exit /b 1
)
>&2 echo asyncio4j: building the library ...
del /q "%ROOT%core\target\asyncio4j-*.aot" 2>nul
pushd "%ROOT%"
call mvn -B -q -Dmaven.test.skip=true -pl core,io package 1>&2 <nul
set "BUILT=%ERRORLEVEL%"
popd
if not "%BUILT%"=="0" (
    >&2 echo asyncio4j: the library could not be built; run "mvn -pl core,io package" in "%ROOT%" to see why
    exit /b 1
)
exit /b 0

rem Sets ARCHIVE to the options for the JVM's archive of the classes that a run needs, which a trial run makes
rem after each build, for each Java; to nothing where that did not work.
:archive
set "ARCHIVE="
set "CACHE=%ROOT%core\target\asyncio4j-%JAVA_FOUND%.aot"
set "TRIAL=%ROOT%examples\Tour.java"
if not exist "%TRIAL%" exit /b 0
if not exist "%CACHE%" (
    "%JAVA%" --add-opens java.base/java.lang=ALL-UNNAMED -XX:AOTCacheOutput="%CACHE%.new" -cp "%CORE%;%IO%;%ANNOTATIONS%" "%TRIAL%" <nul >nul 2>nul
    if not exist "%CACHE%.new" type nul >"%CACHE%.new"
    move /y "%CACHE%.new" "%CACHE%" >nul
)
for %%F in ("%CACHE%") do if %%~zF gtr 0 set "ARCHIVE=-XX:AOTCache="%CACHE%" -Xlog:aot*=off -Xlog:cds*=off"
exit /b 0

:find_java
if defined ASYNCIO4J_JAVA_SEARCH goto find_java_in_list
if defined JAVA_HOME call :try_home "%JAVA_HOME%"
for %%J in (java.exe) do if not defined JAVA if not "%%~$PATH:J"=="" call :try_home "%%~dp$PATH:J.."
for %%P in ("%ProgramFiles%\Java" "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%USERPROFILE%\.jdks") do (
    for /d %%H in ("%%~P\*") do if not defined JAVA call :try_home "%%~H"
)
exit /b 0

:find_java_in_list
for %%P in ("%ASYNCIO4J_JAVA_SEARCH:;=" "%") do (
    if not defined JAVA call :try_home "%%~P"
    for /d %%H in ("%%~P\*") do if not defined JAVA call :try_home "%%~H"
)
exit /b 0

rem Sets JAVA and JAVA_FOUND if the folder is the home of a JDK that is new enough.
:try_home
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "FOUND="
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "FOUND=%%~V"
if not defined FOUND exit /b 0
set "MAJOR="
for /f "tokens=1 delims=.-+_" %%M in ("%FOUND%") do set "MAJOR=%%M"
if %MAJOR% LSS %NEEDED% exit /b 0
set "JAVA=%~1\bin\java.exe"
set "JAVA_FOUND=%FOUND%"
exit /b 0

:usage
echo usage: asyncio4j run FILE.java [ARGUMENT...]
echo        asyncio4j --version
echo        asyncio4j --help
echo.
echo   run        compiles FILE.java in memory and runs it with the library on its class path and the
echo              one JVM flag set; the exit status is the program's own
echo   --version  the version of the library and the Java that run would use
echo   --help     this text
echo.
echo The library is built with Maven when it is missing; after that a trial run leaves an archive of
echo classes beside the jar, which makes later starts faster.
echo.
echo Java: the first JDK %NEEDED% or newer among
echo   JAVA_HOME
echo   java on PATH
echo   %%ProgramFiles%%\Java\*  \Eclipse Adoptium\*  \Microsoft\*  \Zulu\*  %%USERPROFILE%%\.jdks\*
echo ASYNCIO4J_JAVA_SEARCH, a list of folders separated by semicolons, replaces all of these; each is
echo a JDK or holds JDKs. Options for the JVM go into JDK_JAVA_OPTIONS.
echo.
echo Exit status 2: bad usage, no such file, no JDK, or the library could not be built.
exit /b 0
