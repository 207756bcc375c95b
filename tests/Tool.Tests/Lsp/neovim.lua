-- Opens a spec with a mistake, asks the language server what an author asks, and writes the answers to a file, one a line.
-- Variables of the environment: VTD_DLL, VTD_SPEC, VTD_ANSWERS.
local answers = {}

local function tell(what, text)
  table.insert(answers, what .. ': ' .. tostring(text):gsub('\n', ' / '))
end

local function wait(what, condition)
  if not vim.wait(120000, condition, 20) then
    tell('missing', what)
  end
end

local function ask(method, line, column)
  vim.api.nvim_win_set_cursor(0, { line, column })
  local answered = vim.lsp.buf_request_sync(0, method, vim.lsp.util.make_position_params(), 120000)
  for _, answer in pairs(answered or {}) do
    return answer.result
  end
end

local function run()
  vim.cmd('edit ' .. vim.env.VTD_SPEC)
  local client = vim.lsp.start_client({ name = 'vtd', cmd = { 'dotnet', vim.env.VTD_DLL, 'lsp' }, root_dir = vim.fn.fnamemodify(vim.env.VTD_SPEC, ':h') })
  vim.lsp.buf_attach_client(0, client)

  wait('findings', function() return #vim.diagnostic.get(0) > 0 end)
  for _, found in ipairs(vim.diagnostic.get(0)) do
    tell('finding', (found.lnum + 1) .. ',' .. (found.col + 1) .. ' ' .. found.message)
  end

  local line = vim.api.nvim_buf_get_lines(0, 5, 6, true)[1]
  local column = line:find('Mods', 1, true) - 1
  for _, item in ipairs(ask('textDocument/completion', 6, column).items) do
    tell('completion', item.label .. ', ' .. item.detail)
  end

  vim.api.nvim_buf_set_text(0, 5, column, 5, column + 4, { 'Mode' })
  wait('end of findings', function() return #vim.diagnostic.get(0) == 0 end)
  tell('hover', ask('textDocument/hover', 6, column).contents.value)

  vim.lsp.buf.definition()
  wait('definition', function() return vim.fn.expand('%:t') == 'modes.vtd.yaml' end)
  local at = vim.api.nvim_win_get_cursor(0)
  tell('definition', vim.fn.expand('%:t') .. ' ' .. at[1] .. ',' .. (at[2] + 1))

  vim.lsp.stop_client(client)
  wait('end of the server', function() return vim.lsp.client_is_stopped(client) end)
end

local isDone, problem = pcall(run)
if not isDone then
  tell('problem', problem)
end
vim.fn.writefile(answers, vim.env.VTD_ANSWERS)
vim.cmd('qall!')
